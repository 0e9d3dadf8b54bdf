"""Learned weights. Made by bench/train_developments.py; do not edit by hand."""

from __future__ import annotations

WEIGHTS = {'article': {'article': {'bias': 11.0002,
                         'echo': -3.0471,
                         'share': 2.5387,
                         'told': -19.6913,
                         'top': 0.0639},
             'sentence': {'bias': 3.5037,
                          'cosine': -3.9519,
                          'covered': -5.2878,
                          'covered3': -3.3041,
                          'jaccard': -7.0743,
                          'known': 5.7247,
                          'length': -0.081,
                          'names': 0.6947,
                          'numbers': 1.435,
                          'unseen': 0.8269}},
 'brief': {'article': {'bias': 1.3609, 'echo': 0.0, 'share': 0.0, 'told': 0.0, 'top': 0.9181},
           'sentence': {'bias': 3.4594,
                        'core': 1.0704,
                        'cosine': -2.1508,
                        'ends': -0.1646,
                        'jaccard': -2.1911,
                        'ledger': -0.8046,
                        'listed': -0.7958,
                        'pairs': -0.9367,
                        'quiet': -0.224}}}
