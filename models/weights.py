"""Learned weights. Made by bench/train_developments.py; do not edit by hand."""

from __future__ import annotations

WEIGHTS = {'article': {'article': {'bias': 11.7261,
                         'echo': -2.5212,
                         'facts': 0.9954,
                         'lead': -5.9579,
                         'told': -17.1903},
             'sentence': {'bias': 3.5032,
                          'cosine': -3.9436,
                          'covered': -5.3187,
                          'covered3': -3.2601,
                          'jaccard': -7.0915,
                          'known': 5.7091,
                          'length': -0.0808,
                          'names': 0.6942,
                          'numbers': 1.4354,
                          'unseen': 0.8251}},
 'brief': {'article': {'bias': 1.4234, 'top': 1.0},
           'sentence': {'around': -2.4611,
                        'bias': 3.3428,
                        'core': 1.2176,
                        'jaccard': -3.4271,
                        'ledger': -0.7935,
                        'listed': -0.8199,
                        'quiet': -0.2322}}}
