"""Line ends of old Macs and of Windows, form feeds, tabs, Latin-1; names in Arabic and Chinese.
images: digits
"""

FILES = {
    "digits/costs.py": '''# -*- coding: utf-8 -*-\r\
"""تكلفة التنبؤ"""\r\
from torch import Tensor\r\
\r\
def cost_function(log_prob: Tensor, labels: Tensor) -> Tensor:\r\
	"""سالب لوغاريتم الاحتمال 📉"""\r\
	التكاليف = -log_prob[..., :].take_along_dim(labels.unsqueeze(-1), dim=-1)\r\
	return التكاليف.mean()\r\
''',
    "digits/evaluation.py": '''\ufeff#!/usr/bin/env python\r\n\
# vim: set ts=8 noet fileencoding=utf-8 :\r\n\
"""评估 ✅"""\r\n\
import math\r\n\
import torch\r\n\
from .costs import cost_function\r\n\
from .data import make_loader\r\n\
\f\r\n\
# ---------- 第一页 ----------\r\n\
def 移动(*张量, 设备):\r\n\
	return tuple(张.to(设备) for 张 in 张量)\r\n\
\r\n\
\r\n\
class 临时评估模式:\r\n\
	def __init__(self, 模型):\r\n\
		self.模型 = 模型\r\n\
\r\n\
	def __enter__(self):\r\n\
		self.之前 = self.模型.training\r\n\
		return self.模型.eval()\r\n\
\r\n\
	def __exit__(self, *错误):\r\n\
		self.模型.train(self.之前)\r\n\
\r\n\
\f\r\n\
@torch.no_grad()\r\n\
def evaluate(model, dataset, device="cpu"):\r\n\
	总成本 = 正确 = 0\r\n\
	with 临时评估模式(model.to(device)) as 网络:\r\n\
		for 图像, 标签 in make_loader(dataset, 256):\r\n\
			图像, 标签 = 移动(图像, 标签, 设备=device)\r\n\
			对数概率 = 网络(图像)\r\n\
			总成本 += cost_function(对数概率, 标签).item() * \\\r\n\
				len(标签)\r\n\
			正确 += int((对数概率.argmax(1) == 标签).sum())\r\n\
	return 总成本 / len(dataset), 正确 / len(dataset)\r\n\
\r\n\
\r\n\
def accuracy(model, dataset, device="cpu"): return evaluate(model, dataset, device)[1]\r\n\
def chance_cost(num_classes=10): ω = 1. / num_classes; return -math.log(ω)\r\n\
''',
    "digits/models.py": '''# coding: latin-1
"""Réseaux de neurones, écrits à la main"""
import torch.nn as nn, torch.nn.functional as F
class MLP ( nn . Module ) :
  def __init__ ( self , num_hidden = 64 ) :
    nn . Module . __init__ ( self )
    h = num_hidden
    self . entree = nn . Linear ( 784 , h ) ; self . sortie = nn . Linear ( h , 10 )
  def forward ( self , images ) :
    x = images . reshape ( - 1 , 784 ) ; x = F . elu ( self . entree ( x ) )
    return F . log_softmax ( self . sortie ( x ) , dim = - 1 )
class CNN ( nn . Module ) :
      def __init__ ( self , channels = ( 8 , 8 , 8 ) , num_hidden = 16 ) :
            super ( CNN , self ) . __init__ ( )
            canaux = [ 1 ] + list ( channels )
            for k in 0 , 1 , 2 :
                  c = canaux [ k ] , canaux [ k + 1 ]
                  exec ( "self.conv%d = nn.Conv2d(%d, %d, 5, padding=2)" % ( k , * c ) )
            self . cachee = nn . Linear ( canaux [ - 1 ] * 16 , num_hidden )
            self . sortie = nn . Linear ( num_hidden , 10 )
      def forward ( self , images ) :
            x = images
            for k in range ( 3 ) :
                  conv = eval ( f"self.conv{k}" )
                  x = F . relu ( F . max_pool2d ( conv ( x ) , 2 , ceil_mode = True ) )
            x = F . relu ( self . cachee ( x . view ( x . size ( 0 ) , - 1 ) ) )
            return F . log_softmax ( self . sortie ( x ) , dim = 1 )
''',
}
