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
 'brief': {'article': {'bias': 1.4016, 'echo': 0.0, 'share': 0.0, 'told': 0.0, 'top': 1.0},
           'sentence': {'around': -2.4776,
                        'bias': 3.3331,
                        'core': 1.241,
                        'jaccard': -3.4196,
                        'ledger': -0.7915,
                        'listed': -0.81,
                        'quiet': -0.2312}}}
